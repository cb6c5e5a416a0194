package org.phpipc.fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.testing.Php;

/** Each scenario, briefly. {@code bin/soak} plays them for as long as one likes. */
class FaultIT {
  /** Not asked anything: it says whether there is a PHP. */
  @RegisterExtension static final Php php = new Php();

  @Test
  void eachMessageComesOnceAndInOrderToTheConsumerOfItsType() throws Exception {
    Stage.play("consumer per type", stage -> Traffic.toAConsumerPerType(stage, 20_000));
  }

  @Test
  void eachMessageComesOnceToConsumersThatCompete() throws Exception {
    Stage.play("competing consumers", stage -> Traffic.toConsumersThatCompete(stage, 20_000));
  }

  @Test
  void killedPeersLoseNothingButWhatAReceiverHasInItsHands() throws Exception {
    Stage.play("killed peers", stage -> KilledPeers.play(stage, 24));
  }

  @Test
  void killedHoldersFreeTheSemaphore() throws Exception {
    Stage.play("killed holders", stage -> KilledHolders.play(stage, 16));
  }

  @Test
  void killedWriterLeavesASegmentThatNobodyCrashesOn() throws Exception {
    Stage.play("killed writers", stage -> KilledWriters.play(stage, 10));
  }

  @Test
  void removedQueueIsMadeAnewUnderLoad() throws Exception {
    Stage.play("removals", stage -> Removals.play(stage, 30));
  }
}
