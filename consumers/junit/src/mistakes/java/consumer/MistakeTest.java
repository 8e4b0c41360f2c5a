package consumer;

import static org.junit.jupiter.api.Assertions.fail;

import io.zkpersona.junit.ZkPersonaTest;
import io.zkpersona.junit.fixtures.StoredFixtures;
import org.junit.jupiter.api.Test;

@ZkPersonaTest
class MistakeTest {

  @Test
  void fails(StoredFixtures fixtures) {
    fixtures.user();
    fail("on purpose");
  }
}
