package dev.locklab.it;

/** On valkey/valkey:8 in a container. */
class Valkey8IT extends LabContract {

  Valkey8IT() {
    super(TestServer.of("valkey/valkey:8"));
  }
}
