package dev.locklab.it;

/** On valkey/valkey:8 in a container. */
class Valkey8RaceIT extends RaceContract {

  Valkey8RaceIT() {
    super(TestServer.of("valkey/valkey:8"));
  }
}
