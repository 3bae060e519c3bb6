package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.audit.Verdict;
import dev.locklab.lab.Crew;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.Lab;
import dev.locklab.lab.SharedClasses;
import dev.locklab.run.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Here most classes are in folders, of which the JVM by itself shares none. */
class SharedClassesIT {

  private static final Workload FEW = Workload.builder().updates(5L).build();

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  SharedClassesIT() {}

  @Test
  void what_one_worker_has_recorded_is_mapped_by_those_who_come_later() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        SharedClasses classes = SharedClasses.none()) {
      try (Lab first = lab(redis).crew(Crew.own(1)).recording(classes).open()) {
        first.run("lock", FEW);
      }
      try (Lab later = lab(redis).crew(Crew.own(2)).sharing(classes).open()) {
        assertThat(later.run("lock", FEW).verdict()).isEqualTo(Verdict.CONSISTENT);
        assertThat(later.workerProcesses().values())
            .hasSize(2)
            .allSatisfy(
                worker ->
                    assertThat(Files.readString(Path.of("/proc/" + worker.pid() + "/maps")))
                        .contains(classes.folder().toString()));
      }
    }
  }

  private Lab.Builder lab(EmbeddedRedis redis) {
    return Lab.on(redis.address()).results(folder);
  }
}
