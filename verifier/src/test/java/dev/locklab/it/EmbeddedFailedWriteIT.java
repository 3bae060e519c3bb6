package dev.locklab.it;

/** On the lab's own Redis. */
class EmbeddedFailedWriteIT extends FailedWriteContract {

  EmbeddedFailedWriteIT() {
    super(TestServer.embedded());
  }
}
