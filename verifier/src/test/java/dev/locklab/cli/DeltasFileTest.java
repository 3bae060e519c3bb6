package dev.locklab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locklab.options.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltasFileTest {

  @TempDir Path folder;

  @Test
  void oneIntegerALine() {
    assertThat(read("100\n-100\n  +7 \n\n9223372036854775807\n"))
        .containsExactly(100L, -100L, 7L, Long.MAX_VALUE);
  }

  @Test
  void theLastLineNeedsNoEnd() {
    assertThat(read("1\r\n2")).containsExactly(1L, 2L);
  }

  @Test
  void whereOneAmountHasAPointAllAreCents() {
    assertThat(read("1.50\n-0.01\n3\n2.5\n1.500\n")).containsExactly(150L, -1L, 300L, 250L, 150L);
  }

  @Test
  void aColumnOfACsvFile() {
    assertThat(
            column(
                "amount",
                """
                date,amount,purpose
                2026-01-01,100,opening
                2026-01-02, -30 ,"coffee, and cake"
                2026-01-03,"7","said ""thanks""\"

                2026-01-04,12,
                """))
        .containsExactly(100L, -30L, 7L, 12L);
  }

  @Test
  void aColumnOfCents() {
    assertThat(column("amount", "amount\n1.5\n2\n")).containsExactly(150L, 200L);
  }

  @Test
  void theMarkThatExcelPutsInFrontIsNoPartOfTheFirstLine() {
    assertThat(read("\uFEFF100\n")).containsExactly(100L);
    assertThat(column("amount", "\uFEFFamount,date\n100,today\n")).containsExactly(100L);
  }

  @Test
  void aBadLineIsNamedByItsNumber() {
    refuses("1\n\nmuch\n", "line 3: 'much' is not an amount");
    refuses("1\n1,50\n", "line 2: '1,50' is not an amount");
    refuses("1\n0x10\n", "line 2: '0x10' is not an amount");
    refuses("1 2\n", "line 1: '1 2' is not an amount");
  }

  @Test
  void aBadLineOfACsvFileIsNamedByItsNumber() {
    refuses("amount", "amount,why\n1,\"two\nlines\"\nmuch,x\n", "line 4: 'much' is not an amount");
    refuses("amount", "why,amount\nx,1\ny\n", "line 3: it has 1 fields, and the first line has 2");
    refuses("amount", "why,amount\nx,1,50\n", "line 2: it has 3 fields, and the first line has 2");
    refuses("amount", "why,amount\nx,\n", "line 2: '' is not an amount");
  }

  @Test
  void nothingIsNoDelta() {
    refuses("1\n0\n", "line 2: an amount of 0 changes nothing and cannot be lost");
    refuses("1.00\n-0.00\n", "line 2: an amount of 0 changes nothing and cannot be lost");
  }

  @Test
  void amountsFitInto64Bits() {
    refuses("9223372036854775808\n", "line 1: 9223372036854775808 does not fit into 64 bits");
    refuses(
        "1.00\n92233720368547758.08\n", "line 2: 92233720368547758.08 does not fit into 64 bits");
  }

  @Test
  void exponentsAreNotUnfolded() {
    refuses("1e3\n", "line 1: '1e3' is not an amount");
    refuses("1\n1e2000000000\n", "line 2: '1e2000000000' is not an amount");
    refuses("1.5\n1e2147483647\n", "line 2: '1e2147483647' is not an amount");
  }

  @Test
  void centsHaveTwoDecimals() {
    refuses("1.50\n1.505\n", "line 2: 1.505 has more than two decimals");
  }

  @Test
  void theColumnMustBeThere() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> column("Amount", "date,amount\n1,2\n"))
        .withMessage("--deltas-file %s has no column 'Amount'; it has: date, amount", file());
  }

  @Test
  void thereMustBeAmounts() {
    String nothing = "--deltas-file " + file() + " has no amounts";
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> read("\n\n"))
        .withMessage(nothing);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> column("amount", "amount\n"))
        .withMessage(nothing);
  }

  @Test
  void theFileMustBeThereAndBeText() throws IOException {
    Path missing = folder.resolve("missing.txt");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> DeltasFile.read(missing, null))
        .withMessageStartingWith("--deltas-file " + missing + " cannot be read");
    Files.write(file(), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
    assertThatExceptionOfType(UsageException.class).isThrownBy(() -> DeltasFile.read(file(), null));
  }

  private Path file() {
    return folder.resolve("deltas.txt");
  }

  private List<Long> read(String text) {
    return column(null, text);
  }

  private List<Long> column(@Nullable String name, String text) {
    try {
      return DeltasFile.read(Files.writeString(file(), text, StandardCharsets.UTF_8), name);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void refuses(String text, String why) {
    refuses(null, text, why);
  }

  private void refuses(@Nullable String column, String text, String why) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> column(column, text))
        .withMessage("--deltas-file %s, %s", file(), why);
  }
}
