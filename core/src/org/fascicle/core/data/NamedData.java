package org.fascicle.core.data;

import java.io.IOException;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.model.DataSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.trace.NetworkTrace;

/** Opens the data that a model file names, with the options that belong to every source. */
public final class NamedData {
    private NamedData() {}

    /**
     * Opens data.
     *
     * @param spec what the file says
     * @param factory makes the source
     * @param context where files are, and what a model knows of columns
     * @param rule how rows are held back where the file does not say it
     * @param seed of rows that are held back by chance
     */
    public static Data open(DataSpec spec, TechniqueFactory factory, SourceContext context, SplitRule rule, long seed) {
        Data data =
                NetworkTrace.guarded(spec.source(), "data", () -> open(spec, (DataSource) factory.create(spec.source()), context))
                        .scaled(spec.scale());
        if (spec.hasValidation()) {
            if (data.training() instanceof Rows) {
                data = heldBack(data, spec, rule, seed);
            } else {
                throw new InputException(spec.source().source(), spec.source().pointer("validation"),
                        "the source gives batches, from which no rows can be held back", "Take a source that gives rows");
            }
        }
        return spec.target() != null ? data.reconstructing() : data;
    }

    private static Data heldBack(Data data, DataSpec spec, SplitRule rule, long seed) {
        Rows rows = (Rows) data.training();
        boolean labelled = rows.outputs().size() == 1 && rows.classes() > 0;
        if (Boolean.TRUE.equals(spec.stratified()) && !labelled) {
            throw new InputException(spec.source().source(), spec.source().pointer("stratify"),
                    "the rows have no classes, of which each could be held back in its share", "Remove it");
        }
        boolean stratified = spec.stratified() != null ? spec.stratified() : labelled && rule == SplitRule.STRATIFIED;
        Holdback holdback = Holdback.of(rows, spec.validationRows(rows.count()), stratified, spec.isShuffled(), seed);
        return data.training(holdback.training()).validation(holdback.heldBack());
    }

    private static Data open(DataSpec spec, DataSource source, SourceContext context) {
        try {
            Data data = source.open(context);
            data.test().ifPresent(test -> requireAlike(data.training(), test));
            Data chosen = ClassRows.choose(data, spec);
            if (chosen.training() instanceof Rows && ((Rows) chosen.training()).count() < 1) {
                throw new ShapeException("there are no rows");
            }
            return chosen;
        } catch (IOException e) {
            throw new InputException(spec.source().source(), spec.source().pointer(), "the data cannot be read: " + e, null);
        }
    }

    private static void requireAlike(Examples training, Examples test) {
        if (!test.shape().equals(training.shape())) {
            throw new ShapeException("test rows have the shape " + test.shape() + ", training rows " + training.shape());
        } else if (test.classes() > training.classes() || test.classes() == 0 && training.classes() > 0) {
            throw new ShapeException("test rows have " + test.classes() + " classes, training rows " + training.classes());
        } else if (training.classes() == 0 && !test.targetShape().equals(training.targetShape())) {
            throw new ShapeException(
                    "targets of test rows have the shape " + test.targetShape() + ", of training rows " + training.targetShape());
        }
    }
}
