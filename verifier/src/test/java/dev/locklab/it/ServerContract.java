package dev.locklab.it;

import dev.locklab.lab.Crew;
import dev.locklab.lab.Lab;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What must hold on every kind of server, in one lab with worker JVMs of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerContract {

  private final TestServer server;
  private final int workers;

  /** Where runs are made. */
  Lab lab;

  /** Where they are kept. */
  Path results;

  @SuppressWarnings("NullAway.Init")
  ServerContract(TestServer server, int workers) {
    this.server = server;
    this.workers = workers;
  }

  @BeforeAll
  void openLab(@TempDir Path folder) {
    results = folder;
    lab = Lab.on(server.address()).crew(Crew.own(workers)).results(results).open();
  }

  @AfterAll
  void closeLab() {
    lab.close();
    server.close();
  }
}
