package dev.locklab.it;

/** On Valkey 8, which knows SET IFEQ. */
class Valkey8FailedWriteIT extends FailedWriteContract {

  Valkey8FailedWriteIT() {
    super(TestServer.of("valkey/valkey:8"));
  }
}
