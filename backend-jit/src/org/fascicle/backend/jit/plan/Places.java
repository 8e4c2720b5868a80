package org.fascicle.backend.jit.plan;

import org.fascicle.backend.jit.product.Copies;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.compiler.pass.Placement;

/** Where the tensors of a program lie, in one workspace. */
public interface Places {
    /** Where a placement is; no number has a place. */
    Room of(Placement placement);

    /** Copies of the input or the variable that a placement is in. */
    Copies copies(Placement placement);
}
