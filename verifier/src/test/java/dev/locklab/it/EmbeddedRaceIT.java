package dev.locklab.it;

/** On the Redis that the lab carries. */
class EmbeddedRaceIT extends RaceContract {

  EmbeddedRaceIT() {
    super(TestServer.embedded());
  }
}
