package dev.locklab.handoff.model;

/** The protocol as it is meant, and ways to get it wrong. */
enum Mutant {
  /** The protocol itself. */
  NONE,
  /** COMMIT_RELEASE does not ask whether the writer still holds the lock. */
  COMMITS_WITHOUT_HOLDER_CHECK,
  /** ENTER grants the lock although somebody holds it. */
  GRANTS_WITHOUT_LOOKING,
  /** CANCEL only leaves the queue, even where the lock was already given. */
  CANCEL_KEEPS_THE_GRANT,
  /** A waiter whose client is gone is passed over, but stays in the queue. */
  SKIPS_WITHOUT_DROPPING,
  /** A waiter is given the lock although its client is known to be gone. */
  GRANTS_TO_THE_DEAD,
  /** The lock is taken back from a client without subscription even where it has confirmed. */
  RECLAIMS_WHAT_WAS_CONFIRMED,
  /** A client's attempts all have one id. */
  ID_PER_CLIENT,
  /** A waiter trusts in its message and never asks again. */
  NEVER_ASKS_AGAIN,
  /** ENTER takes a free lock past those who queue. */
  BARGES,
  /** A waiter takes a grant although it has seen the lock with a later holder. */
  TAKES_OUTDATED_MESSAGES,
  /** A client keeps a grant that comes for an attempt of its that has ended. */
  KEEPS_WHAT_COMES_LATE,
  /** Whoever learns that its lock is lost goes, and does not take back what it had asked for. */
  LEAVES_WITHOUT_CANCELLING,
  /** Whoever asks again joins the others in the queue as if it had never asked. */
  LOOKS_AS_IF_FIRST,
  /** Tokens only count up from the last one, which can be lost. */
  TOKENS_WITHOUT_TIME,
  /** Tokens are the server's time and nothing else, which can step back. */
  TOKENS_WITHOUT_LAST,
  /** Nobody passes on a grant that is not confirmed, for as long as its client is subscribed. */
  WAITS_FOR_THE_STOPPED,
  /** A client takes a grant that came while it was stopped, and does not ask whether it stands. */
  TAKES_OLD_GRANTS,
  /** A client keeps a grant that it never asked for. */
  KEEPS_WHAT_IT_DID_NOT_ASK_FOR,
  /** A thread is told that its commit is written before the server has said so. */
  ACKNOWLEDGES_BEFORE_THE_REPLY,
  /** The lock is passed on inside a client that knows it to be lost. */
  PASSES_ON_WHAT_IS_LOST,
  /** A tenure ends only when nobody of the client wants the lock any more. */
  NO_BOUND,
  /** More of a tenure is sent although what went before got no reply. */
  SENDS_WITHOUT_REPLY
}
