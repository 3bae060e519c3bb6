package dev.locklab.it;

/** On the Redis that a lab starts by itself. */
class EmbeddedRaceIT extends RaceContract {

  EmbeddedRaceIT() {
    super(TestServer.embedded());
  }
}
