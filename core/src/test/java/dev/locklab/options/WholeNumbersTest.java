package dev.locklab.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeNumbersTest {

  @Test
  void numbersAreRead() {
    assertThat(WholeNumbers.parseInt(" 42 ")).isEqualTo(42);
    assertThat(WholeNumbers.parseInt("+7")).isEqualTo(7);
    assertThat(WholeNumbers.parseLong("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(WholeNumbers.parseInt("00000000000000000000000000000000000000000042")).isEqualTo(42);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2147483648  | '2147483648' is too large; the most is 2,147,483,647",
        "99999999999999999999999999 | '99999999999999999999999999' is too large; the most is 2,147,483,647",
        "-2147483649 | '-2147483649' is too small; the least is -2,147,483,648",
        "4x          | '4x' is not a whole number",
        "1.5         | '1.5' is not a whole number",
        "1,000       | '1,000' is not a whole number",
        "``          | '' is not a whole number",
        "-           | '-' is not a whole number",
      })
  void whatDoesNotFitIsToldApartFromWhatIsNoNumber(String text, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WholeNumbers.parseInt(text))
        .withMessage(said);
  }
}
