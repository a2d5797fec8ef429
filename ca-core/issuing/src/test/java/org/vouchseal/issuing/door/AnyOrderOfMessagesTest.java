package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Three people send whatever comes to mind, in any order, under whatever credentials they have, and
 * the room stops in the middle. No certificate is signed but for who proved what it says.
 */
class AnyOrderOfMessagesTest {

  private static TestPki pki;

  @BeforeContainer
  static void ceremony() throws IOException {
    pki = new TestPki(Files.createTempDirectory("any-order"));
  }

  @Provide
  Arbitrary<List<Move>> moves() {
    Arbitrary<Move> move =
        Combinators.combine(
                Arbitraries.of(Move.Kind.values()),
                Arbitraries.integers().between(0, 2),
                Arbitraries.integers().between(0, 2),
                Arbitraries.integers().between(0, 11))
            .as(Move::new);
    return move.list().ofMinSize(2).ofMaxSize(14);
  }

  private static void play(List<Move> moves) {
    Conversations world = new Conversations(pki);
    for (Move move : moves) {
      int before = world.signatures();
      boolean entitled = world.play(move);
      int signed = world.signatures() - before;
      assertThat(signed).as("certificates signed by %s", move).isLessThanOrEqualTo(1);
      if (signed > 0) {
        assertThat(entitled).as("proofs behind %s after %s", move, moves).isTrue();
      }
      assertThat(world.faults()).as("after %s", moves).isEmpty();
    }
  }

  @Property(tries = 2_000, shrinking = ShrinkingMode.BOUNDED)
  void signer_isReachedWithItsProofsOnly(@ForAll("moves") List<Move> moves) {
    play(moves);
  }

  @Property(tries = 100_000, shrinking = ShrinkingMode.BOUNDED)
  @Tag("long")
  void signer_isReachedWithItsProofsOnly_hundredThousandTimes(@ForAll("moves") List<Move> moves) {
    play(moves);
  }

  /** The game is not won by sending nothing that counts. */
  @Property(tries = 300)
  void honestMoves_areAnsweredWithCertificates(@ForAll("moves") List<Move> noise) {
    Conversations world = new Conversations(pki);
    int before = world.signatures();
    world.play(new Move(Move.Kind.IR, 0, 0, 0));
    world.play(new Move(Move.Kind.CONFIRM, 0, 0, 0));
    world.play(new Move(Move.Kind.DEVICE, 0, 0, 0));
    world.play(new Move(Move.Kind.CONFIRM, 0, 0, 0));
    world.play(new Move(Move.Kind.RENEWAL, 0, 0, 0));
    world.play(new Move(Move.Kind.ENCRYPTION, 0, 0, 0));
    assertThat(world.signatures() - before).isEqualTo(4);
    noise.forEach(world::play);
    assertThat(world.faults()).isEmpty();
  }
}
