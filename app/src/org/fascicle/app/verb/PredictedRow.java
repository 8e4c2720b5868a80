package org.fascicle.app.verb;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a model predicts for a row.
 *
 * @param row its number, from 0
 * @param id what it is called; null if rows have no names
 * @param outputs one for each output of the model
 */
record PredictedRow(int row, @Nullable String id, List<Prediction> outputs) {
    /** What stands before the names of an output's columns: nothing if it is the only one. */
    String prefix(Prediction output) {
        return outputs.size() == 1 ? "" : output.port().name() + "_";
    }
}
