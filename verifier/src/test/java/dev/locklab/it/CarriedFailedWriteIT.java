package dev.locklab.it;

/** On the Redis that the lab carries. */
class CarriedFailedWriteIT extends FailedWriteContract {

  CarriedFailedWriteIT() {
    super(TestServer.carried());
  }
}
