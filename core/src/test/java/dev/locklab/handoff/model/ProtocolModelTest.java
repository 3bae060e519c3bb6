package dev.locklab.handoff.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each of its explorations keeps a processor busy, and shares nothing with the others. */
@Execution(ExecutionMode.CONCURRENT)
class ProtocolModelTest {

  @ParameterizedTest
  @CsvSource({
    "3, 1, 1, 2, 60_000",
    "2, 2, 1, 2, 100_000",
    "3, 2, 0, 1, 100_000",
    "2, 3, 1, 1, 10_000"
  })
  void keepsAllRules(int clients, int attempts, int passes, int disturbances, String atLeast) {
    Scope scope = new Scope(clients, attempts, passes, disturbances);
    Explorer.Result result = Explorer.explore(scope, Mutant.NONE, Rule.values());
    System.out.print(result);
    assertThat(result.broken()).as(result.toString()).isNull();
    assertThat(result.states()).isGreaterThan(Integer.parseInt(atLeast.replace("_", "")));
  }

  @ParameterizedTest
  @CsvSource({
    "COMMITS_WITHOUT_HOLDER_CHECK, NO_LOST_UPDATE",
    "COMMITS_WITHOUT_HOLDER_CHECK, ONE_HOLDER",
    "GRANTS_WITHOUT_LOOKING, NOT_TAKEN_AWAY",
    "CANCEL_KEEPS_THE_GRANT, PROGRESS",
    "SKIPS_WITHOUT_DROPPING, QUEUE_DRAINS",
    "GRANTS_TO_THE_DEAD, NO_GRANT_TO_THE_DEAD",
    "RECLAIMS_WHAT_WAS_CONFIRMED, NOT_TAKEN_AWAY",
    "ID_PER_CLIENT, OWN_GRANT",
    "NEVER_ASKS_AGAIN, PROGRESS",
    "BARGES, FIFO",
    "TAKES_OUTDATED_MESSAGES, NOT_TAKEN_OUTDATED",
    "KEEPS_WHAT_COMES_LATE, USED_OR_GIVEN_BACK",
    "LEAVES_WITHOUT_CANCELLING, USED_OR_GIVEN_BACK",
    "LOOKS_AS_IF_FIRST, QUEUED_ONCE",
    "TOKENS_WITHOUT_TIME, TOKENS_INCREASE",
    "TOKENS_WITHOUT_LAST, TOKENS_INCREASE",
    "WAITS_FOR_THE_STOPPED, PROGRESS",
    "TAKES_OLD_GRANTS, NOT_TAKEN_OLD",
    "KEEPS_WHAT_IT_DID_NOT_ASK_FOR, USED_OR_GIVEN_BACK",
    "ACKNOWLEDGES_BEFORE_THE_REPLY, ACKNOWLEDGED_IS_WRITTEN",
    "PASSES_ON_WHAT_IS_LOST, PASSED_WHILE_HELD",
    "NO_BOUND, BOUNDED",
    "SENDS_WITHOUT_REPLY, NO_LOST_UPDATE"
  })
  void everyMutantIsCaught(Mutant mutant, Rule rule) {
    Explorer.Result result = Explorer.explore(new Scope(2, 2, 1, 2), mutant, rule);
    System.out.printf("%s, %s", mutant, result);
    assertThat(result.broken()).as(result.toString()).isEqualTo(rule);
    assertThat(result.trace()).as(result.toString()).contains("   1. ");
  }
}
