package org.fascicle.core.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/** A tensor whose elements are read from a file each time that they are asked for. */
final class FileTensor extends Tensor {
    private final SafetensorsReader.Described tensor;
    private final Opener opener;
    private final Function<IOException, RuntimeException> problem;

    /**
     * A tensor.
     *
     * @param tensor what the header says of it
     * @param opener gives its elements' bytes
     * @param problem makes the exception for elements that cannot be read
     */
    FileTensor(SafetensorsReader.Described tensor, Opener opener, Function<IOException, RuntimeException> problem) {
        super(tensor.shape, tensor.type);
        this.tensor = tensor;
        this.opener = opener;
        this.problem = problem;
    }

    @Override
    Object data() {
        try (InputStream in = opener.open()) {
            return new SafetensorsReader(in, tensor.to).elements(tensor).data();
        } catch (IOException e) {
            throw problem.apply(e);
        }
    }

    @Override
    public void floats(Floats to) {
        try (InputStream in = opener.open()) {
            new SafetensorsReader(in, tensor.to).floats(tensor, to);
        } catch (IOException e) {
            throw problem.apply(e);
        }
    }

    /** Gives bytes, from the first of the tensor's. */
    interface Opener {
        InputStream open() throws IOException;
    }
}
