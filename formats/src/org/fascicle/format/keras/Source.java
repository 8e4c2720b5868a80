package org.fascicle.format.keras;

/** An output of a call of a layer, by a name that is its own within all models. */
record Source(String name, int call, int output) {
    static Source of(String name) {
        return new Source(name, 0, 0);
    }
}
