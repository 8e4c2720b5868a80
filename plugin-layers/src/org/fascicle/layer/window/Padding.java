package org.fascicle.layer.window;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Window;

/** What lies around an image, as Keras names it: nothing, or so much that strides of 1 keep its extents. */
public enum Padding {
    VALID,
    SAME;

    /** The window with this padding around an image {@code [rows, height, width, channels]}. */
    public Window around(Window window, Shape image) {
        return this == SAME ? window.same(image) : window;
    }
}
