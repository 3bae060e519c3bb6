package dev.locklab.handoff.model;

/** What must hold. All but the last two are seen at a single step. */
enum Rule {
  NO_LOST_UPDATE("every accepted write saw the version just before it"),
  ONE_HOLDER("at most one client believes that it holds the lock and would be believed"),
  TOKENS_INCREASE("every grant has a greater token than all grants before it"),
  NOT_TAKEN_AWAY(
      "the lock is not taken from a live client that is connected or has confirmed its grant"),
  OWN_GRANT("a client takes no grant that was made for an earlier attempt of its own"),
  FIFO("a grant passes over nobody who is connected; newcomers queue at the end; nobody moves"),
  NO_GRANT_TO_THE_DEAD("a client without subscription gets the lock only if it asks for it itself"),
  QUEUE_DRAINS("whoever is passed over leaves the queue"),
  QUEUED_ONCE(
      "an attempt whose requests were all answered in time stands in the queue once at most"),
  USED_OR_GIVEN_BACK("a grant that reaches its client is used, or given back"),
  NOT_TAKEN_OUTDATED("nobody takes a grant after having seen the lock with a later holder"),
  NOT_TAKEN_OLD("whoever was stopped takes no grant that was passed on meanwhile"),
  ACKNOWLEDGED_IS_WRITTEN("a commit is acknowledged only with the reply that says it is written"),
  PASSED_WHILE_HELD("nobody is passed a lock that its client knows to be lost"),
  BOUNDED("a tenure is passed on inside its client only as often as its bound says"),
  PROGRESS("without further faults all live clients finish and nothing of theirs is left behind"),
  NO_LIVELOCK("without further faults every step but a vain ENTER leads nearer to the end");

  final String text;

  Rule(String text) {
    this.text = text;
  }
}
