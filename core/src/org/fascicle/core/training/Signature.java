package org.fascicle.core.training;

import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.model.ModelSpec;

/** What goes into a network and what its loss compares with: shapes and types of one row. Immutable. */
public final class Signature {
    private final Shape features;
    private final Shape target;
    private final Type targetType;
    private final int classes;

    /** A signature as an archive holds it. */
    public Signature(Shape features, Shape target, Type targetType, int classes) {
        this.features = features;
        this.target = target;
        this.targetType = targetType;
        this.classes = classes;
    }

    /** The signature that a model has on some data. */
    public static Signature of(ModelSpec model, Rows rows, Loss.Target target) {
        if (model.data().target() != null) {
            return new Signature(rows.shape(), rows.shape(), Type.REAL, 0);
        } else if (target == Loss.Target.LABEL) {
            if (rows.classes() == 0) {
                throw new InputException(model.loss().source(), model.loss().pointer(),
                        "the loss '" + model.loss().name() + "' needs labelled rows, and the data have target values",
                        "Take a loss for values, such as mean_squared_error");
            }
            return new Signature(rows.shape(), Shape.scalar(), Type.INT32, rows.classes());
        }
        Shape shape = rows.classes() > 0 ? Shape.scalar() : rows.targetShape();
        return new Signature(rows.shape(), shape, Type.REAL, rows.classes());
    }

    /** The shape of one row's features. */
    public Shape features() {
        return features;
    }

    /** The shape of one row's target. */
    public Shape target() {
        return target;
    }

    /** The type of the target. */
    public Type targetType() {
        return targetType;
    }

    /** The number of classes; 0 if rows are not labelled. */
    public int classes() {
        return classes;
    }

    /** Features of a whole data set. */
    Shape features(int rows) {
        return features.prepend(rows);
    }

    /** Targets of a whole data set. */
    Shape target(int rows) {
        return target.prepend(rows);
    }
}
