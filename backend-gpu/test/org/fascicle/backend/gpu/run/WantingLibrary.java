package org.fascicle.backend.gpu.run;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.fascicle.backend.gpu.device.Call;
import org.fascicle.backend.gpu.device.Product;
import org.fascicle.backend.gpu.device.ProductLibrary;

/** A library that wants all products of a size, computes none, and writes down which it is asked for. */
final class WantingLibrary implements ProductLibrary {
    /** The products that were put into the queue, in order. */
    final List<Product> products = new ArrayList<>();
    private final long least;

    /**
     * A library.
     *
     * @param least how many multiplications are worth its while
     */
    WantingLibrary(long least) {
        this.least = least;
    }

    @Override
    public String name() {
        return "wanting";
    }

    @Override
    public Set<Product.Elements> elements() {
        return EnumSet.allOf(Product.Elements.class);
    }

    @Override
    public boolean wants(Product product) {
        return product.multiplications() >= least;
    }

    @Override
    public boolean has(Product product) {
        return true;
    }

    @Override
    public Call prepare(Product product, Place left, Place right, Place result) {
        return new Call() {
            @Override
            public void enqueue() {
                products.add(product);
            }

            @Override
            public void close() {}
        };
    }
}
