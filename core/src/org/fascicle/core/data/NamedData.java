package org.fascicle.core.data;

import java.io.IOException;
import java.util.BitSet;
import java.util.function.IntPredicate;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.model.DataSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
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
        Holding holding = new Holding(spec, rule, seed);
        Data data = whole(spec, factory, context.splitting(spec.validation().column(), holding::trained));
        if (spec.validation().isCut()) {
            if (!(data.training() instanceof Rows)) {
                throw new InputException(spec.source().source(), spec.source().pointer("validation"),
                        "the source gives batches, from which no rows can be held back", "Take a source that gives rows");
            }
            Holdback holdback = holding.of((Rows) data.training());
            data = data.training(holdback.training()).validation(holdback.heldBack());
        }
        return spec.target() != null ? data.reconstructing() : data;
    }

    /**
     * Opens data to look at the first rows. None is held back; the data say if some are to be.
     *
     * @param most at most so many rows are needed, of each part of the data
     */
    public static Data first(DataSpec spec, TechniqueFactory factory, SourceContext context, int most) {
        String column = spec.validation().column();
        // The rows of some classes may be anywhere, and so may those that a column holds back.
        SourceContext surroundings = spec.classes().isEmpty() && column == null ? context.first(most) : context;
        Data data = whole(spec, factory, surroundings.splitting(column, rows -> row -> true));
        if (spec.validation().isCut() && data.training() instanceof Rows) {
            data = data.validation(1);
        }
        return spec.target() != null ? data.reconstructing() : data;
    }

    private static Data whole(DataSpec spec, TechniqueFactory factory, SourceContext context) {
        return NetworkTrace.guarded(spec.source(), "data", () -> open(spec, factory, context)).scaled(spec.scale());
    }

    private static Data open(DataSpec spec, TechniqueFactory factory, SourceContext context) {
        Data data = opened(spec.source(), factory, context);
        String column = spec.validation().column();
        if (column != null && data.validation().isEmpty()) {
            throw new InputException(spec.source().source(), spec.source().pointer("validation"), "the rows of '"
                    + spec.source().name() + "' have no columns that could say which are held back",
                    "Hold back a number of rows, or a fraction");
        }
        TechniqueSpec other = spec.validation().source();
        if (other != null) {
            Meaning meaning = data.training().meaning().orElse(null);
            SourceContext like = meaning == null ? context : context.like(meaning);
            data = data.validation(NetworkTrace.guarded(other, "data", () -> opened(other, factory, like)).training());
        }
        Examples training = data.training();
        data.validation().ifPresent(held -> requireAlike(training, held, "validation"));
        data.test().ifPresent(test -> requireAlike(training, test, "test"));
        Data chosen = ClassRows.choose(data, spec);
        if (chosen.training() instanceof Rows && ((Rows) chosen.training()).count() < 1) {
            throw new ShapeException("there are no rows");
        }
        return chosen;
    }

    private static Data opened(TechniqueSpec source, TechniqueFactory factory, SourceContext context) {
        try {
            return ((DataSource) factory.create(source)).open(context);
        } catch (IOException e) {
            throw new InputException(source.source(), source.pointer(), "the data cannot be read: " + e, null);
        }
    }

    private static void requireAlike(Examples training, Examples test, String what) {
        if (!test.shape().equals(training.shape())) {
            throw new ShapeException(what + " rows have the shape " + test.shape() + ", training rows " + training.shape());
        } else if (test.classes() > training.classes() || test.classes() == 0 && training.classes() > 0) {
            throw new ShapeException(what + " rows have " + test.classes() + " classes, training rows " + training.classes());
        } else if (training.classes() == 0 && !test.targetShape().equals(training.targetShape())) {
            throw new ShapeException(
                    "targets of " + what + " rows have the shape " + test.targetShape() + ", of training rows "
                            + training.targetShape());
        }
    }

    /** Says which rows are held back. */
    private static final class Holding {
        private final DataSpec spec;
        private final SplitRule rule;
        private final long seed;

        Holding(DataSpec spec, SplitRule rule, long seed) {
            this.spec = spec;
            this.rule = rule;
            this.seed = seed;
        }

        /** Divides the rows of the classes that are wanted. */
        Holdback of(Rows rows) {
            boolean labelled = rows.outputs().size() == 1 && rows.classes() > 0;
            if (Boolean.TRUE.equals(spec.stratified()) && !labelled) {
                throw new InputException(spec.source().source(), spec.source().pointer("stratify"),
                        "the rows have no classes, of which each could be held back in its share", "Remove it");
            }
            boolean stratified = spec.stratified() != null ? spec.stratified() : labelled && rule == SplitRule.STRATIFIED;
            return Holdback.of(rows, spec.validation().count(spec.source(), rows.count()), stratified, spec.isShuffled(), seed);
        }

        /** Which rows of a source are trained on. */
        IntPredicate trained(Rows all) {
            Rows chosen = ClassRows.choose(all, spec);
            Rows rows = spec.validation().isCut() ? of(chosen).training() : chosen;
            if (rows == all) {
                return row -> true;
            }
            BitSet trained = new BitSet();
            for (int row = 0; row < rows.count(); row++) {
                trained.set(RowOrigin.in(all, rows, row));
            }
            return trained::get;
        }
    }
}
