package dev.locklab.handoff.model;

/** One thing that happens, to one client or (where it does not matter) to none. */
record Step(Kind kind, int client) {

  /** What can happen. */
  enum Kind {
    ENTER("asks for the lock"),
    POST("asks for the lock and does not wait for the answer"),
    READ("reads a message"),
    PASS("commits, and passes the lock on inside"),
    WRITE("writes what was committed, and keeps the lock"),
    COMMIT_RELEASE("writes and releases"),
    REJOIN("writes, releases and asks again in one step"),
    CHECK("a grant that nobody confirms is passed on by whoever gave it"),
    RENEW("renews, or learns that the lock is lost"),
    NOTICE("the server notices that it is gone"),
    EXPIRE("the lease of one who has confirmed and cannot release runs out"),
    ARRIVE("the late request is executed"),

    CANCEL("gives up", Nature.DISTURBANCE),
    ENTER_UNANSWERED("asks for the lock, the reply is lost", Nature.DISTURBANCE),
    ENTER_LATE("asks for the lock, the request is stuck and will come late", Nature.DISTURBANCE),
    COMMIT_LATE("writes and releases, the request is stuck and will come late", Nature.DISTURBANCE),
    WRITE_LATE("writes and keeps the lock, the request will come late", Nature.DISTURBANCE),
    CHECK_SOON("its grant is passed on, as it was slow to confirm it", Nature.DISTURBANCE),
    STOP("is stopped", Nature.DISTURBANCE),
    REVIVE("an attempt that has ended is in the queue again: an old snapshot", Nature.DISTURBANCE),
    STEP_BACK("the server's clock steps back", Nature.DISTURBANCE),
    CRASH("is killed", Nature.DISTURBANCE),
    DISCONNECT("its subscription breaks, with all messages on their way", Nature.DISTURBANCE),
    LOSE_HOLDER("the holder record is gone: lease over, or deleted", Nature.DISTURBANCE),
    LOSE_KEYS("all keys of the lock are lost", Nature.DISTURBANCE),

    RESUME("goes on", Nature.REPAIR),
    RECONNECT("its subscription is back", Nature.REPAIR);

    final String text;
    final Nature nature;

    Kind(String text) {
      this(text, Nature.NORMAL);
    }

    Kind(String text, Nature nature) {
      this.text = text;
      this.nature = nature;
    }
  }

  /** Whether a step happens by itself in the end. */
  enum Nature {
    /** It does. */
    NORMAL,
    /** It may happen, a limited number of times. */
    DISTURBANCE,
    /** It may happen, yet nothing may depend on it. */
    REPAIR
  }

  @Override
  public String toString() {
    return client < 0 ? kind.text : (char) ('A' + client) + " " + kind.text;
  }
}
