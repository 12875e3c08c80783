// Other tabs of the conversation, where the browser lets them hear of each other.
export class Tabs {
  // `refresh` shows what was asked in another.
  constructor(refresh) {
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("chat");
    this.channel?.addEventListener("message", ({ data }) => {
      // What is shown here is gone, and one would go on with it.
      if (data === "anew") location.reload();
      else refresh();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") refresh();
    });
  }

  tellAsked() {
    this.channel?.postMessage("asked");
  }

  tellAnew() {
    this.channel?.postMessage("anew");
  }
}
