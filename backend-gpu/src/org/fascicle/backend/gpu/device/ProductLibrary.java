package org.fascicle.backend.gpu.device;

import java.util.Set;

/** A vendor's library that computes products of matrices on a device, in the device's queue. */
public interface ProductLibrary {
    /** A piece of memory, and how many bytes behind its beginning something lies. */
    record Place(long memory, long at) {}

    /** For people: {@code cuBLASLt 13.0.2}. */
    String name();

    /** How it can read operands on this device. */
    Set<Product.Elements> elements();

    /** Whether a product is to be computed by it if it can. Depends on settings and shape alone. Safe for any thread. */
    boolean wants(Product product);

    /** Whether it can compute a product. Used as the device is, by one thread at a time. */
    boolean has(Product product);

    /** Makes a product ready that it {@linkplain #has has}. Whatever memory it needs beside that of the operands is taken here. */
    Call prepare(Product product, Place left, Place right, Place result);
}
