package org.fascicle.core.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Buffer;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.core.data.Cursor;
import org.fascicle.core.data.RowCheck;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.data.Signature;
import org.fascicle.core.inference.InferenceGraphs;
import org.fascicle.core.model.OutputSpec;
import org.jspecify.annotations.Nullable;

/** Writes the rows that a cursor has at hand into the buffers of a program's inputs: features scaled, targets, weights. */
final class BatchWriter {
    /** How many rows are looked at at once. */
    private static final int LOOK = 256;

    private final Signature signature;
    private final List<Map.Entry<String, Shape>> ports;
    private final List<Buffer> features = new ArrayList<>();
    private final List<Scaling> scalings = new ArrayList<>();
    private final List<Buffer> targets = new ArrayList<>();
    private final @Nullable Buffer weights;
    private float @Nullable [] classWeights;

    private BatchWriter(Map<String, Buffer> inputs, Signature signature, List<OutputSpec> outputs, Map<String, Scaling> scaling,
            boolean resident) {
        this.signature = signature;
        this.ports = List.copyOf(signature.inputs().entrySet());
        for (String name : signature.inputs().keySet()) {
            features.add(inputs.get(resident ? Blueprint.features(name) : InferenceGraphs.batch(name)));
            scalings.add(scaling.get(name));
        }
        for (int i = 0; !signature.isReconstructing() && i < outputs.size(); i++) {
            targets.add(inputs.get(Blueprint.targets(outputs.get(i), resident ? Blueprint.TARGETS : Blueprint.BATCH_TARGETS)));
        }
        weights = inputs.get(resident ? Blueprint.WEIGHTS : Blueprint.BATCH_WEIGHTS);
    }

    /** A writer into buffers of one batch. */
    static BatchWriter ofBatches(Map<String, Buffer> inputs, Signature signature, List<OutputSpec> outputs,
            Map<String, Scaling> scaling) {
        return new BatchWriter(inputs, signature, outputs, scaling, false);
    }

    /** A writer into buffers of all rows. */
    static BatchWriter ofAll(Map<String, Buffer> inputs, Signature signature, List<OutputSpec> outputs,
            Map<String, Scaling> scaling) {
        return new BatchWriter(inputs, signature, outputs, scaling, true);
    }

    /** With a weight for each class of the only output, by class. */
    BatchWriter weighing(float @Nullable [] byClass) {
        classWeights = byClass;
        return this;
    }

    /**
     * Writes rows.
     *
     * @param at the first row's place in the buffers
     * @param rows how many
     */
    void write(Cursor cursor, long at, int rows) {
        int input = 0;
        for (Shape shape : signature.inputs().values()) {
            int width = Math.toIntExact(shape.size());
            if (features.get(input) != null) {
                features.get(input).write(at * width, scaled(cursor, rows, input), 0, rows * width);
            }
            input++;
        }
        for (int output = 0; output < targets.size(); output++) {
            Buffer buffer = targets.get(output);
            if (buffer == null) {
                continue;
            } else if (buffer.type() == Type.INT32) {
                buffer.write(at, cursor.labels(output), 0, rows);
            } else {
                int width = signature.targets().get(output).width();
                buffer.write(at * width, cursor.values(output), 0, rows * width);
            }
        }
        if (weights != null) {
            weights.write(at, weighed(cursor, rows), 0, rows);
        }
    }

    private float[] scaled(Cursor cursor, int rows, int input) {
        Map.Entry<String, Shape> port = ports.get(input);
        int width = Math.toIntExact(port.getValue().size());
        float[] scaled = cursor.features(input);
        for (int row = 0; row < rows; row++) {
            scalings.get(input).apply(scaled, row * width);
        }
        int count = signature.indices(port.getKey());
        if (count > 0 && !cursor.isTrusted()) {
            RowCheck.indices(scaled, rows, port.getKey(), port.getValue(), count, cursor.names());
        }
        if (signature.isReconstructing() && !cursor.isTrusted()) {
            RowCheck.reconstructed(scaled, rows, signature.targets().get(0), cursor.names());
        }
        return scaled;
    }

    /** Refuses rows that cannot be used; nothing is written. */
    static void look(Rows rows, Signature signature, Map<String, Scaling> scaling) {
        BatchWriter writer = new BatchWriter(Map.of(), signature, List.of(), scaling, false);
        try (Cursor cursor = Cursor.of(rows, signature, LOOK)) {
            for (int now = cursor.next(LOOK); now > 0; now = cursor.next(LOOK)) {
                for (int input = 0; input < writer.scalings.size(); input++) {
                    writer.scaled(cursor, now, input);
                }
            }
        }
    }

    private float[] weighed(Cursor cursor, int rows) {
        float[] values = cursor.weights();
        for (int row = 0; classWeights != null && row < rows; row++) {
            values[row] *= classWeights[cursor.labels(0)[row]];
        }
        return values;
    }
}
