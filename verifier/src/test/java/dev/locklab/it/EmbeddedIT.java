package dev.locklab.it;

/** On the Redis that the lab carries. */
class EmbeddedIT extends LabContract {

  EmbeddedIT() {
    super(TestServer.embedded());
  }
}
