package org.fascicle.layer.image;

/** What lies between the centres of pixels: the nearest pixel, or the four around, each the more the nearer. */
public enum Interpolation {
    NEAREST, BILINEAR
}
