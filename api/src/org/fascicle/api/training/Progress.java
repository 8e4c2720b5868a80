package org.fascicle.api.training;

import java.util.Map;

import org.osgi.annotation.versioning.ProviderType;

/** Where training stands. Valid during the call that it was passed to. */
@ProviderType
public interface Progress {
    /** The epoch at hand, from 1. */
    int epoch();

    /** The number of epochs that were asked for. */
    int epochs();

    /** The steps made in this epoch. */
    long stepInEpoch();

    /** The number of steps that one epoch has. */
    long stepsPerEpoch();

    /** The steps made over all epochs. */
    long step();

    /** The examples seen in this epoch. */
    long samples();

    /** The seconds that this epoch has taken so far. */
    double seconds();

    /**
     * Loss and metrics over this epoch so far; after it has ended with those of the validation rows ({@code val_loss}, …). Asking
     * for them during an epoch waits for the device.
     */
    Map<String, Double> metrics();

    /** The learning rate of the last step; NaN before the first, or if the optimizer has none. */
    double learningRate();

    /** Asks to stop after this step. */
    void stop();
}
