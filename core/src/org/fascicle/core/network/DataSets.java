package org.fascicle.core.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.network.Network.Subset;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.model.DataSpec;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.trace.NetworkTrace;
import org.fascicle.core.training.Examples;
import org.fascicle.core.training.Scaling;

/** A model's data, opened: the rows to train on, the last of them held back for validation, and test rows. */
final class DataSets {
    private static final String FOLDER_VARIABLE = "FASCICLE_DATA";

    private final Data data;
    private final DataSpec spec;
    private final int validation;
    private final Scaling scaling;
    private final Loss.Target target;

    private DataSets(Data data, DataSpec spec, int validation, Scaling scaling, Loss.Target target) {
        this.data = data;
        this.spec = spec;
        this.validation = validation;
        this.scaling = scaling;
        this.target = target;
    }

    /**
     * Opens a model's data.
     *
     * @param folders where the user says data are
     * @param scaling as it was fitted before; null to fit it now
     */
    static DataSets open(ModelSpec model, TechniqueFactory factory, List<Path> folders, Scaling scaling, Loss.Target target) {
        DataSpec spec = model.data();
        List<Path> all = new ArrayList<>(folders);
        String variable = System.getenv(FOLDER_VARIABLE);
        if (variable != null && !variable.isEmpty()) {
            all.add(Path.of(variable));
        }
        all.add(Path.of(model.source()).toAbsolutePath().getParent());
        Data data = NetworkTrace.guarded(spec.source(), "data", () -> open(model, (DataSource) factory.create(spec.source()), all));
        int rows = data.trainingRows().count();
        int validation = spec.validationRows(rows);
        Scaling fitted = scaling != null ? scaling : Scaling.fit(spec.scale(), data.trainingRows(), rows - validation);
        return new DataSets(data, spec, validation, fitted, target);
    }

    Rows rows() {
        return data.trainingRows();
    }

    Scaling scaling() {
        return scaling;
    }

    boolean has(Subset subset) {
        return subset == Subset.TRAINING || (subset == Subset.VALIDATION ? validation > 0 : data.testRows().isPresent());
    }

    Examples examples(Subset subset) {
        if (!has(subset)) {
            throw new InputException(spec.source().source(), spec.source().pointer(),
                    "the data have no " + subset.name().toLowerCase(Locale.ROOT) + " rows", null);
        }
        boolean self = spec.target() != null;
        Rows training = data.trainingRows();
        int split = training.count() - validation;
        switch (subset) {
            case TRAINING:
                return new Examples(training, 0, split, scaling, target, self);
            case VALIDATION:
                return new Examples(training, split, validation, scaling, target, self);
            default:
                Rows test = data.testRows().get();
                return new Examples(test, 0, test.count(), scaling, target, self);
        }
    }

    private static Data open(ModelSpec model, DataSource source, List<Path> folders) {
        try {
            Data data = source.open(() -> folders);
            data.testRows().ifPresent(test -> requireAlike(data.trainingRows(), test));
            Data chosen = ClassRows.choose(data, model.data());
            if (chosen.trainingRows().count() < 1) {
                throw new ShapeException("there are no rows");
            }
            return chosen;
        } catch (IOException e) {
            throw new InputException(model.source(), model.data().source().pointer(), "the data cannot be read: " + e, null);
        }
    }

    private static void requireAlike(Rows training, Rows test) {
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
