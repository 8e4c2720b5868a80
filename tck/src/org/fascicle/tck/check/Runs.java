package org.fascicle.tck.check;

import java.util.Map;
import java.util.TreeMap;

import org.fascicle.api.network.Network;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TrainingListener;

/** Trains small networks and compares what they have become. */
final class Runs {
    /** What an evaluation adds up in, and clears before it begins. */
    private static final String SCRATCH = "evaluation/";

    private Runs() {}

    /** Trains until a number of steps, counted from the first epoch on, was made. */
    static void until(Network network, long step) {
        network.train(new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                if (progress.step() >= step) {
                    progress.stop();
                }
            }
        });
    }

    /** All tensors that a network keeps. */
    static Map<String, double[]> tensors(Network network) {
        Map<String, double[]> tensors = new TreeMap<>();
        network.tensors().keySet().stream().filter(path -> !path.startsWith(SCRATCH))
                .forEach(path -> tensors.put(path, network.tensor(path)));
        return tensors;
    }

    /** Fails unless both hold the same tensors, to the bit. */
    static void same(Map<String, double[]> expected, Map<String, double[]> actual, String otherwise) {
        Unmet.require(expected.keySet().equals(actual.keySet()), otherwise + ": the tensors are " + expected.keySet()
                + " and "
                + actual.keySet());
        expected.forEach((path, values) ->
                Unmet.require(Numbers.sameBits(values, actual.get(path)), otherwise + ": " + path + " differs"));
    }
}
