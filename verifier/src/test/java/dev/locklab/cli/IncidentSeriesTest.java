package dev.locklab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.report.IncidentReport;
import dev.locklab.report.IncidentReport.Row;
import dev.locklab.report.IncidentReport.Side;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What incidents come to, and how that is told. */
class IncidentSeriesTest {

  private static final Side SHOWS = side("broken", 2, 2, 0, true);
  private static final Side DOES_NOT = side("mended", 2, 0, 0, true);

  @Test
  void allAsTheyAreToldIsZero() {
    assertThat(IncidentSeries.exitCode(List.of(row(SHOWS, DOES_NOT), row(SHOWS, null)))).isZero();
  }

  @Test
  void whatIsMendedAndShowsItsFaultIsOne() {
    Side again = side("mended", 2, 1, 0, false);
    assertThat(IncidentSeries.exitCode(List.of(row(SHOWS, DOES_NOT), row(SHOWS, again)))).isOne();
  }

  @Test
  void whatWasNotSeenOrNotDecidedIsTwo() {
    Side not = side("broken", 2, 1, 0, false);
    Side undecided = side("mended", 2, 0, 2, false);
    assertThat(IncidentSeries.exitCode(List.of(row(not, DOES_NOT)))).isEqualTo(2);
    assertThat(IncidentSeries.exitCode(List.of(row(SHOWS, undecided)))).isEqualTo(2);
    assertThat(IncidentSeries.exitCode(List.of())).isEqualTo(2);
  }

  @Test
  void theTableSaysHowOftenAndMarksWhatIsNotAsTold() {
    Side undecided = side("mended", 2, 0, 2, false);
    assertThat(IncidentReport.of(List.of(row(SHOWS, DOES_NOT), row(SHOWS, undecided))).lines())
        .anyMatch(
            line -> line.matches("library-1 +1\\.0 +shows the fault 2/2 +1\\.0 +does not 2/2"))
        .anyMatch(line -> line.matches("library-1 .*2/2 +1\\.0 +undecided \\(!\\)"))
        .contains("  Here: It does it again.", "1 incident did not come out as told (!).");
  }

  private static Row row(Side broken, @Nullable Side mended) {
    return new Row(
        "library-1", "of/library#1", "It broke.", "It does it again.", "1.0", broken, mended);
  }

  private static Side side(String name, int runs, int shown, int undecided, boolean asTold) {
    return new Side(name, "library", "1.0", runs, shown, undecided, asTold, "it was seen");
  }
}
