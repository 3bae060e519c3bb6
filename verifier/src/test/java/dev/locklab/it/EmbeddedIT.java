package dev.locklab.it;

/** On the Redis that a lab starts by itself. */
class EmbeddedIT extends LabContract {

  EmbeddedIT() {
    super(TestServer.embedded());
  }
}
