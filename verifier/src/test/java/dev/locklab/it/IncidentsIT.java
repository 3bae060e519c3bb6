package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.locklab.exit.UnavailableException;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Incidents;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import dev.locklab.lab.Libraries;
import dev.locklab.lab.ServerProgram;
import dev.locklab.scenario.IncidentPlayer;
import dev.locklab.scenario.IncidentPlayer.Seen;
import dev.locklab.scenario.IncidentPlayer.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Incidents of each library, with the version that is broken and the one that is mended. */
class IncidentsIT {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  IncidentsIT() {}

  @Test
  void whatIsBrokenShowsItAndWhatIsMendedDoesNot() throws Exception {
    String[] names = {"redisson-5484", "redisson-6844", "shedlock-2583", "spring-integration-8699"};
    String kept;
    try (Cli cli =
        Cli.verifier(
            folder, "scenario", names[0], names[1], names[2], names[3], "--report", "out")) {
      assertThat(cli.exitCode()).as(cli.output()).isZero();
      for (String name : names) {
        assertThat(cli.output())
            .containsPattern(
                "(?m)^" + name + " +[\\d.]+ +shows the fault +[\\d.]+\\S* .*does not$");
      }
      kept = cli.output().replaceFirst("(?s).*Kept in (\\S+)\\s.*", "$1");
    }
    assertThat(folder.resolve("out/report.csv")).content().contains("redisson/redisson#5484");
    assertThat(folder.resolve("out/report.html"))
        .content()
        .contains("https://github.com/redisson/redisson/issues/5484");
    try (Cli again = Cli.verifier(folder, "report", kept)) {
      assertThat(again.exitCode()).as(again.output()).isZero();
      assertThat(again.output()).contains("Redis Lock Lab: 4 incidents", "writes lost: 1");
    }
  }

  @Test
  void aVersionThatIsTakenForMendedAndIsNotShowsItAndOneThatIsNotThereIsNamed() throws Exception {
    Incident told = Incidents.find("shedlock-2583").orElseThrow();
    try (IncidentPlayer player =
        new IncidentPlayer(new Libraries(List.of(), false), ServerProgram.LOCAL)) {
      Seen seen = player.play(new Otherwise(told, told.broken()), Side.MENDED);
      assertThat(seen.observation().outcome()).isEqualTo(Observation.Outcome.SHOWN);
      assertThat(seen.loaded()).isEqualTo(told.broken());
      assertThatThrownBy(() -> player.play(new Otherwise(told, "99.0.1"), Side.MENDED))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("shedlock-provider-redis-spring:99.0.1");
    }
  }

  @Test
  void whatIsStoppedSaysWhatIsMissingAndLeavesNothingRunning() throws Exception {
    try (Cli cli =
        Cli.verifier(folder, "scenario", "shedlock-2583", "--repeat", "20", "--parallel", "1")) {
      await().atMost(Duration.ofSeconds(100)).until(() -> cli.output().contains("[2/40]"));
      List<ProcessHandle> others = cli.process().descendants().toList();
      cli.process().destroy();
      assertThat(cli.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(cli.output()).containsPattern("Ended early: \\d+ of 40 runs are missing.");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> others.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void incidentsAreListedAndOnesThatAreNoneAreRefused() throws Exception {
    try (Cli cli = Cli.verifier(folder, "scenario", "list")) {
      assertThat(cli.exitCode()).isZero();
      assertThat(cli.output())
          .containsPattern("(?m)^frozen-holder ")
          .containsPattern("(?m)^redisson-5484 +MultiLock.lock\\(10, SECONDS\\) ");
    }
    try (Cli cli = Cli.verifier(folder, "scenario", "redisson-1")) {
      assertThat(cli.exitCode()).isEqualTo(64);
      assertThat(cli.output()).contains("no scenario 'redisson-1'", "incidents are redisson-");
    }
    try (Cli cli = Cli.verifier(folder, "scenario", "frozen-holder", "redisson-5484")) {
      assertThat(cli.exitCode()).isEqualTo(64);
      assertThat(cli.output()).contains("scenarios and incidents are two commands");
    }
  }

  /** An incident whose mended version, and what it asks of its users, is told wrongly. */
  private record Otherwise(Incident told, String mended) implements Incident {

    @Override
    public String name() {
      return told.name();
    }

    @Override
    public String issue() {
      return told.issue();
    }

    @Override
    public String users() {
      return told.users();
    }

    @Override
    public String proves() {
      return told.proves();
    }

    @Override
    public String versions() {
      return told.versions();
    }

    @Override
    public String strategy() {
      return told.strategy();
    }

    @Override
    public String broken() {
      return told.broken();
    }

    @Override
    public Observation reenact(Stage stage) throws Exception {
      return told.reenact(stage);
    }
  }
}
