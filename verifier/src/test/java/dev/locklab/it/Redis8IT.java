package dev.locklab.it;

/** On redis:8 in a container. */
class Redis8IT extends LabContract {

  Redis8IT() {
    super(TestServer.of("redis:8"));
  }
}
