package dev.locklab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locklab.cli.AmountFormat.DecimalSign;
import dev.locklab.cli.DeltasFile.Separator;
import dev.locklab.exit.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltasFileTest {

  private static final DeltasFile.Layout LINES = new DeltasFile.Layout(List.of(), null, null);

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
    refuses("1\n0x10\n", "line 2: '0x10' is not an amount");
    refuses("1 2\n", "line 1: '1 2' is not an amount");
    refuses(
        "date,amount\n",
        "line 1: 'date,amount' is not an amount;"
            + " the column of a CSV file is named with --deltas-column");
  }

  @Test
  void aBadLineOfACsvFileIsNamedByItsNumber() {
    refuses("amount", "amount,why\n1,\"two\nlines\"\nmuch,x\n", "line 4: 'much' is not an amount");
    refuses("amount", "why,amount\nx,1\ny\n", "line 3: it has 1 field, and the first line has 2");
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

  /** A thousand in half of Europe: read as 1.00 it would be wrong a thousandfold. */
  @Test
  void whatMayBeAThousandIsRefusedUnlessTheFileShowsOtherwise() {
    String which = "say the decimal sign with --deltas-decimal, point or comma";
    String open = "the point in '1.000' may be a decimal sign or mark the thousands: " + which;
    refuses("-250\n1.000\n", "line 2: " + open);
    refuses("Betrag", "Datum,Betrag\n02.01.2026,1.000\n03.01.2026,-250\n", "line 2: " + open);
    refuses(
        "Betrag", "Betrag,Datum\n1.000,heute\n\"-2,50\",gestern\n", "line 3: " + comma("-2,50"));
    refuses("1\n1,50\n", "line 2: " + comma("1,50"));
    refuses("1\n1,000\n", "line 2: " + comma("1,000"));
    refuses("1\n-1.000,00\n", "line 2: " + comma("-1.000,00"));
    refuses("1\n1.000.000\n", "line 2: " + comma("1.000.000"));
    assertThat(read("1.000\n2.5\n")).containsExactly(100L, 250L);
    assertThat(read("1.000\n0.500\n")).containsExactly(100L, 50L);
  }

  private static String comma(String amount) {
    return "'%s' has a comma or several points: %s"
        .formatted(amount, "say the decimal sign with --deltas-decimal, point or comma");
  }

  @Test
  void theDecimalSignMayBeSaid() {
    assertThat(decimal(DecimalSign.COMMA, "1.000\n-1.000,50\n7\n,5\n1.234.567,8\n"))
        .containsExactly(100_000L, -100_050L, 700L, 50L, 123_456_780L);
    assertThat(decimal(DecimalSign.POINT, "1.000\n1,000\n-1,000,000.5\n"))
        .containsExactly(100L, 100_000L, -100_000_050L);
    assertThat(decimal(DecimalSign.COMMA, "1.000\n")).containsExactly(1_000L);
    for (String wrong : List.of("1.00", "1.0000,5", "1,5,5", "10.00.000", "1,000.5")) {
      assertThatExceptionOfType(UsageException.class)
          .isThrownBy(() -> decimal(DecimalSign.COMMA, "1\n" + wrong + "\n"))
          .withMessage("--deltas-file %s, line 2: '%s' is not an amount", file(), wrong);
    }
  }

  @Test
  void theSeparatorIsTheOneUnderWhichTheHeaderHasTheColumn() {
    assertThat(column("amount", "date;amount;why\n1;100;a, b\n")).containsExactly(100L);
    assertThat(column("amount", "date\tamount\n1\t-5\n")).containsExactly(-5L);
    assertThat(separated(Separator.SEMICOLON, "amount", "amount;a,amount\n1;2,3\n"))
        .containsExactly(1L);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> column("amount", "amount;a,amount\n1;2,3\n"))
        .withMessage(
            "--deltas-file %s: say with --deltas-separator which of these parts its columns:"
                + " comma, semicolon",
            file());
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> column("Amount", "date;amount\n1;2\n"))
        .withMessage("--deltas-file %s has no column 'Amount'; it has: date, amount", file());
  }

  @Test
  void aColumnIsNamedOnce() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> column("amount", "amount,date,amount\n1,2,3\n"))
        .withMessage(
            "--deltas-file %s has 2 columns 'amount': which one is meant cannot be told", file());
  }

  @Test
  void debitsLeaveTheAccountAndCreditsComeIntoIt() {
    assertThat(pairs("date,out,in\n1,30,\n2,,7\n3,0,1\n")).containsExactly(-30L, 7L, 1L);
    assertThat(pairs("out;in\n0.50;\n;2\n")).containsExactly(-50L, 200L);
    refusesPairs("out,in\n1,2\n", "line 2: it has both a debit and a credit");
    refusesPairs("out,in,x\n,,\n", "line 2: an amount of 0 changes nothing and cannot be lost");
    refusesPairs("out,in\n-1,\n", "line 2: '-1' is a debit with a minus, which could mean either");
    refusesPairs("out,in\n,-1\n", "line 2: '-1' is a credit with a minus, which could mean either");
  }

  @Test
  void centsAreToldFromWholes() {
    assertThat(contents(List.of(), null, null, "1\n2\n").cents()).isFalse();
    assertThat(contents(List.of(), null, null, "1\n2.5\n").cents()).isTrue();
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
        .isThrownBy(() -> DeltasFile.read(missing, LINES))
        .withMessageStartingWith("--deltas-file " + missing + " cannot be read");
    Files.write(file(), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> DeltasFile.read(file(), LINES))
        .withMessageEndingWith("cannot be read: it is no text in UTF-8");
  }

  private Path file() {
    return folder.resolve("deltas.txt");
  }

  private List<Long> read(String text) {
    return column(null, text);
  }

  private List<Long> column(@Nullable String name, String text) {
    return separated(null, name, text);
  }

  private List<Long> separated(@Nullable Separator separator, @Nullable String name, String text) {
    return contents(name == null ? List.of() : List.of(name), separator, null, text).deltas();
  }

  private List<Long> decimal(DecimalSign sign, String text) {
    return contents(List.of(), null, sign, text).deltas();
  }

  private List<Long> pairs(String text) {
    return contents(List.of("out", "in"), null, null, text).deltas();
  }

  private DeltasFile.Contents contents(
      List<String> columns,
      @Nullable Separator separator,
      @Nullable DecimalSign decimal,
      String text) {
    try {
      return DeltasFile.read(
          Files.writeString(file(), text), new DeltasFile.Layout(columns, separator, decimal));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void refusesPairs(String text, String why) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> pairs(text))
        .withMessage("--deltas-file %s, %s", file(), why);
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
