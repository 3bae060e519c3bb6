package dev.locklab.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LuaSourceTest {

  @Test
  void aLineToIncludeStandsForAFileOfTheSameFolder() {
    assertThat(LuaSource.read(LuaSourceTest.class, "outer"))
        .isEqualTo(
            "local one = 1\n-- not --- @include inner\nlocal two = '$1 \\\\'\n\nreturn one + #two\n");
  }

  @Test
  void whatTheCallerGivesGoesBeforeAFileAndMayIncludeToo() {
    String mine = "local two = 2\n  --- @include third";

    assertThat(LuaSource.read(LuaSourceTest.class, "outer", Map.of("inner", mine, "third", "x()")))
        .isEqualTo(
            "local one = 1\n-- not --- @include inner\nlocal two = 2\nx()\nreturn one + #two\n");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> LuaSource.read(LuaSourceTest.class, "none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no none.lua beside LuaSourceTest");
  }
}
