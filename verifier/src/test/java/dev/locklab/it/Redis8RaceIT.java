package dev.locklab.it;

/** On redis:8 in a container. */
class Redis8RaceIT extends RaceContract {

  Redis8RaceIT() {
    super(TestServer.of("redis:8"));
  }
}
