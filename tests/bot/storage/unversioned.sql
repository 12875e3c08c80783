PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE exchanges (
	number INTEGER NOT NULL, 
	conversation VARCHAR(255) NOT NULL, 
	question_id VARCHAR(255) NOT NULL, 
	channel VARCHAR(32) NOT NULL, 
	time FLOAT NOT NULL, 
	question TEXT NOT NULL, 
	replies TEXT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (conversation, question_id)
);
INSERT INTO exchanges VALUES(1,'web-anna','question-0','chat',1795723113.7220857143,'hello there','[{"outcome": "small_talk", "passage": null, "gap": null, "quotes": [], "source": null, "parts": [{"kind": "words", "text": "Hello. I have one page about mitral valve prolapse here, and I read to you from it, word for word. What would you like to know?"}], "choices": []}]');
INSERT INTO exchanges VALUES(2,'web-anna','question-1','chat',1795723113.7468309401,'what are the symptms of mvp?','[{"outcome": "partly_answered", "passage": "symptoms", "gap": "symptoms", "quotes": [{"text": "Many people with mitral valve prolapse don''t have noticeable symptoms. Other people may have mild symptoms that develop gradually.", "start": 1250, "end": 1380, "passage": "symptoms", "sentences": [13, 14]}, {"text": "Symptoms of mitral valve prolapse may include:", "start": 1380, "end": 1426, "passage": "symptoms", "sentences": [15, 15]}], "source": {"title": "Mitral valve prolapse", "publisher": "Mayo Clinic", "date": "Mar 27, 2024", "sha256": "b9f619a816bb3aa08e258b1559fc4ac57c5d19c54157c0e13c10790edf04dddc"}, "parts": [{"kind": "reading", "text": "I read “symptms” as “symptoms”."}, {"kind": "words", "text": "The page says:"}, {"kind": "quote", "quote": 0}, {"kind": "quote", "quote": 1}, {"kind": "gap", "text": "The list of symptoms that should follow is missing from the page I have."}, {"kind": "source", "text": "— Mayo Clinic, March 27, 2024, in the first half of the page (sentences 13–14 and 15 of 37)"}], "choices": []}]');
INSERT INTO exchanges VALUES(3,'web-anna','question-2','chat',1795723113.7777338028,'is it dangerous, and is it inherited?','[{"outcome": "answered", "passage": "danger", "gap": null, "quotes": [{"text": "Usually, mitral valve prolapse isn''t life-threatening and doesn''t require treatment or lifestyle changes. But some people may need medications or surgery, especially if the prolapse causes severe regurgitation.", "start": 801, "end": 1011, "passage": "danger", "sentences": [8, 9]}], "source": {"title": "Mitral valve prolapse", "publisher": "Mayo Clinic", "date": "Mar 27, 2024", "sha256": "b9f619a816bb3aa08e258b1559fc4ac57c5d19c54157c0e13c10790edf04dddc"}, "parts": [{"kind": "words", "text": "On how serious it is, the page says:"}, {"kind": "quote", "quote": 0}, {"kind": "source", "text": "— Mayo Clinic, March 27, 2024, near the top of the page (sentences 8–9 of 37)"}], "choices": []}, {"outcome": "answered", "passage": "inherited", "gap": "linked_conditions", "quotes": [{"text": "Mitral valve prolapse can occur in families (be inherited) and may be linked to several other conditions, including:", "start": 2729, "end": 2845, "passage": "inherited", "sentences": [30, 30]}], "source": {"title": "Mitral valve prolapse", "publisher": "Mayo Clinic", "date": "Mar 27, 2024", "sha256": "b9f619a816bb3aa08e258b1559fc4ac57c5d19c54157c0e13c10790edf04dddc"}, "parts": [{"kind": "words", "text": "On whether it runs in families, the page says:"}, {"kind": "quote", "quote": 0}, {"kind": "gap", "text": "The list of conditions that should follow is missing from the page I have."}, {"kind": "source", "text": "— Mayo Clinic, March 27, 2024, near the end of the page (sentence 30 of 37)"}], "choices": []}]');
INSERT INTO exchanges VALUES(4,'web-anna','question-3','chat',1795723113.7905876636,'can i drink coffee','[{"outcome": "not_covered", "passage": "lifestyle", "gap": null, "quotes": [{"text": "Usually, mitral valve prolapse isn''t life-threatening and doesn''t require treatment or lifestyle changes. But some people may need medications or surgery, especially if the prolapse causes severe regurgitation.", "start": 801, "end": 1011, "passage": "lifestyle", "sentences": [8, 9]}], "source": {"title": "Mitral valve prolapse", "publisher": "Mayo Clinic", "date": "Mar 27, 2024", "sha256": "b9f619a816bb3aa08e258b1559fc4ac57c5d19c54157c0e13c10790edf04dddc"}, "parts": [{"kind": "words", "text": "I am sorry, the page says nothing about food, drink, smoking or other substances. Your health care provider can tell you more."}, {"kind": "words", "text": "The nearest thing it says is this:"}, {"kind": "quote", "quote": 0}, {"kind": "source", "text": "— Mayo Clinic, March 27, 2024, near the top of the page (sentences 8–9 of 37)"}], "choices": []}]');
INSERT INTO exchanges VALUES(5,'ben','b-0','rest',1795723113.8095641135,'what causes it?','[{"outcome": "answered", "passage": "cause", "gap": null, "quotes": [{"text": "In mitral valve prolapse, one or both of the mitral valve leaflets have extra tissue or stretch more than usual. The leaflets can bulge backward (prolapse) like a parachute into the left upper heart chamber (left atrium) each time the heart contracts to pump blood.", "start": 2169, "end": 2434, "passage": "cause", "sentences": [24, 25]}], "source": {"title": "Mitral valve prolapse", "publisher": "Mayo Clinic", "date": "Mar 27, 2024", "sha256": "b9f619a816bb3aa08e258b1559fc4ac57c5d19c54157c0e13c10790edf04dddc"}, "parts": [{"kind": "words", "text": "The page says:"}, {"kind": "quote", "quote": 0}, {"kind": "source", "text": "— Mayo Clinic, March 27, 2024, in the second half of the page (sentences 24–25 of 37)"}], "choices": []}]');
CREATE TABLE dialogues (
	conversation VARCHAR(255) NOT NULL, 
	time FLOAT NOT NULL, 
	state TEXT NOT NULL, 
	PRIMARY KEY (conversation)
);
INSERT INTO dialogues VALUES('web-anna',1795723113.791359663,'{"slots": {"dialogue": {"passage": "lifestyle", "quoted": ["symptoms", "danger", "inherited", "lifestyle"], "elsewhere": false, "offered": [], "sought_permission": false, "said": "say_not_covered"}}, "events": [{"event": "user", "timestamp": 1795723113.7120235, "text": "hello there", "parse_data": {"intent": {"name": "greet", "confidence": 0.9984756032520735}, "text": "hello there", "questions": []}, "input_channel": "chat", "message_id": "question-0"}, {"event": "user", "timestamp": 1795723113.7366471, "text": "what are the symptms of mvp?", "parse_data": {"intent": {"name": "ask_symptoms", "confidence": 0.9977495990713914}, "text": "what are the symptoms of mvp?", "questions": []}, "input_channel": "chat", "message_id": "question-1"}, {"event": "user", "timestamp": 1795723113.7743084, "text": "is it dangerous, and is it inherited?", "parse_data": {"intent": {"name": "ask_danger", "confidence": 0.9996145286005623}, "text": "is it dangerous, and is it inherited?", "questions": [{"text": "", "ranking": [{"name": "ask_danger", "confidence": 0.9996145286005623}]}, {"text": "", "ranking": [{"name": "ask_inherited", "confidence": 0.9997874475824693}]}]}, "input_channel": "chat", "message_id": "question-2"}, {"event": "user", "timestamp": 1795723113.7873418, "text": "can i drink coffee", "parse_data": {"intent": {"name": "not_covered_food_drink", "confidence": 0.9773432803765919}, "text": "can i drink coffee", "questions": []}, "input_channel": "chat", "message_id": "question-3"}, {"event": "user_featurization", "timestamp": 1795723113.7895832, "use_text_for_featurization": false}, {"event": "action", "timestamp": 1795723113.7895997, "name": "action_answer_questions", "policy": "RulePolicy", "confidence": 1.0, "action_text": null, "hide_rule_turn": true}, {"event": "action", "timestamp": 1795723113.790251, "name": "action_listen", "policy": "RulePolicy", "confidence": 1.0, "action_text": null, "hide_rule_turn": true}]}');
INSERT INTO dialogues VALUES('ben',1795723113.810473442,'{"slots": {"dialogue": {"passage": "cause", "quoted": ["cause"], "elsewhere": false, "offered": [], "sought_permission": false, "said": "say_lead_1"}}, "events": [{"event": "user", "timestamp": 1795723113.8066435, "text": "what causes it?", "parse_data": {"intent": {"name": "ask_cause", "confidence": 0.9989440524565272}, "text": "what causes it?", "questions": []}, "input_channel": "rest", "message_id": "b-0"}, {"event": "user_featurization", "timestamp": 1795723113.8086116, "use_text_for_featurization": false}, {"event": "action", "timestamp": 1795723113.8086276, "name": "action_answer_questions", "policy": "RulePolicy", "confidence": 1.0, "action_text": null, "hide_rule_turn": true}, {"event": "action", "timestamp": 1795723113.8093305, "name": "action_listen", "policy": "RulePolicy", "confidence": 1.0, "action_text": null, "hide_rule_turn": true}]}');
CREATE TABLE ratings (
	conversation VARCHAR(255) NOT NULL, 
	question_id VARCHAR(255) NOT NULL, 
	time FLOAT NOT NULL, 
	helpful BOOLEAN NOT NULL, 
	comment TEXT NOT NULL, 
	question TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	PRIMARY KEY (conversation, question_id)
);
INSERT INTO ratings VALUES('web-anna','question-1',1795723113.7924461365,0,'Which ones?','what are the symptms of mvp?',replace('I read “symptms” as “symptoms”.\nThe page says:\n“Many people with mitral valve prolapse don''t have noticeable symptoms. Other people may have mild symptoms that develop gradually.”\n“Symptoms of mitral valve prolapse may include:”\nThe list of symptoms that should follow is missing from the page I have.\n— Mayo Clinic, March 27, 2024, in the first half of the page (sentences 13–14 and 15 of 37)','\n',char(10)));
CREATE TABLE inbox (
	"key" VARCHAR(255) NOT NULL, 
	conversation VARCHAR(255) NOT NULL, 
	place VARCHAR(255) NOT NULL, 
	time FLOAT NOT NULL, 
	due FLOAT NOT NULL, 
	content TEXT, 
	PRIMARY KEY ("key")
);
INSERT INTO inbox VALUES('slack-1','slack-T-U-im-','T-im-',1795723113.8109617233,1795723173.8109617233,NULL);
CREATE TABLE checked (
	time FLOAT NOT NULL, 
	PRIMARY KEY (time)
);
INSERT INTO checked VALUES(1795723113.8137688637);
CREATE INDEX exchanges_in_order ON exchanges (conversation, number);
CREATE INDEX ix_dialogues_time ON dialogues (time);
CREATE INDEX ix_inbox_place ON inbox (place);
CREATE INDEX ix_inbox_conversation ON inbox (conversation);
COMMIT;
