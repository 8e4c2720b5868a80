package org.fascicle.backend.gpu.cuda;

import java.util.Arrays;
import java.util.Locale;

import org.fascicle.api.backend.BackendException;
import org.fascicle.backend.gpu.device.Product;

/** Who computes products of matrices: what the option {@code products} says. */
enum ProductChoice {
    /** cuBLASLt computes the large ones, if it is there. */
    AUTO,
    /** cuBLASLt computes all that it can. */
    CUBLASLT,
    /** Kernels of our own compute all. */
    FASCICLE;

    /**
     * Our kernels compute what is behind a product before it is stored, cuBLASLt does not: it costs a launch more, 2 to 3 µs. So many
     * multiplications take our kernels about as long.
     */
    private static final long LARGE = 1L << 24;

    /** That of a name. */
    static ProductChoice of(String name) {
        return Arrays.stream(values()).filter(each -> each.toString().equals(name.strip())).findFirst()
                .orElseThrow(() -> new BackendException("fascicle.backend.cuda asks for products by '" + name
                        + "'; there are: auto, cublaslt, fascicle"));
    }

    /** Whether the library is to compute a product. */
    boolean wants(Product product) {
        return product.multiplications() > 0 && (this == CUBLASLT || this == AUTO && product.multiplications() >= LARGE);
    }

    /** As the option is written. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
