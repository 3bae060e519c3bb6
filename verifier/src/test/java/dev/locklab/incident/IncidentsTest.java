package dev.locklab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.strategy.Strategies;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each incident says what it must, and says it also where its library is not. */
class IncidentsTest {

  private static final String VERSION = "\\d+(\\.\\d+)+(\\.RELEASE)?";
  private static final String SENTENCE = "(?s)[A-Za-z].*[^.]\\.";

  static List<Incident> all() {
    return Incidents.all();
  }

  @Test
  void namesAreUniqueAndInTheOrderOfALibrarysNumbers() {
    List<String> names = all().stream().map(Incident::name).toList();
    assertThat(names).isNotEmpty().doesNotHaveDuplicates();
    List<Long> numbers =
        names.stream()
            .filter(name -> name.startsWith("redisson-"))
            .map(name -> Long.parseLong(name.substring("redisson-".length())))
            .toList();
    assertThat(numbers).isSorted();
  }

  @ParameterizedTest
  @MethodSource("all")
  void anIncidentSaysWhereItIsToldWhatWasSeenAndWhatItProves(Incident incident) {
    assertThat(incident.name()).matches("[a-z]+(-[a-z]+)*-\\d+");
    assertThat(incident.issue())
        .matches("[\\w-]+/[\\w-]+#\\d+")
        .endsWith("#" + incident.name().replaceFirst(".*-", ""));
    assertThat(incident.users()).matches(SENTENCE);
    assertThat(incident.proves()).matches(SENTENCE).isNotEqualTo(incident.users());
    assertThat(incident.share()).isGreaterThan(0).isLessThanOrEqualTo(1);
    assertThat(incident.versions()).isNotBlank().doesNotEndWith(".");
  }

  @ParameterizedTest
  @MethodSource("all")
  void itsVersionsAreOnesOfALibraryThatALocksStrategyNames(Incident incident) {
    assertThat(incident.broken()).matches(VERSION);
    String mended = incident.mended();
    if (mended != null) {
      assertThat(mended).matches(VERSION);
      assertThat(mended.equals(incident.broken()))
          .as("what mends it: a version or a remedy")
          .isEqualTo(incident.remedy() != null);
    }
    assertThat(Strategies.named(incident.strategy() + "@" + incident.broken()).library())
        .isEqualTo(incident.library().at(incident.broken()));
  }
}
