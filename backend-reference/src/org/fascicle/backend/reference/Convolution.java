package org.fascicle.backend.reference;

import java.util.List;

import org.fascicle.api.backend.RunArguments;

/** A convolution or one of its two gradients: the products of cells, weights and results, added up one after the other. */
final class Convolution implements Kernel {
    private final SlidingWindow window;
    private final Tensor result;
    private final double[] image;
    private final double[] kernel;
    private final double[] places;
    private final SlidingWindow.Visitor visitor;

    private Convolution(Tensor result, Tensor image, Tensor kernel, Tensor places) {
        this.window = new SlidingWindow(result, image, places);
        this.result = result;
        this.image = image.reals;
        this.kernel = kernel.reals;
        this.places = places.reals;
        this.visitor = result == places ? this::forward : result == image ? this::toImage : this::toKernel;
    }

    static Kernel forward(Tensor result, List<Tensor> operands) {
        return new Convolution(result, operands.get(0), operands.get(1), result);
    }

    static Kernel gradInput(Tensor result, List<Tensor> operands) {
        return new Convolution(result, result, operands.get(1), operands.get(0));
    }

    static Kernel gradKernel(Tensor result, List<Tensor> operands) {
        return new Convolution(result, operands.get(0), result, operands.get(1));
    }

    @Override
    public void run(RunArguments arguments) {
        Leaves.fill(result, 0);
        window.forEach(visitor);
    }

    private void forward(int cell, int place, int weight) {
        int in = window.imageChannels();
        int out = window.placeChannels();
        for (int c = 0; c < in; c++) {
            double value = image[cell * in + c];
            int k = (weight * in + c) * out;
            for (int o = 0; o < out; o++) {
                places[place * out + o] += value * kernel[k + o];
            }
        }
    }

    private void toImage(int cell, int place, int weight) {
        int in = window.imageChannels();
        int out = window.placeChannels();
        for (int c = 0; c < in; c++) {
            int k = (weight * in + c) * out;
            for (int o = 0; o < out; o++) {
                image[cell * in + c] += places[place * out + o] * kernel[k + o];
            }
        }
    }

    private void toKernel(int cell, int place, int weight) {
        int in = window.imageChannels();
        int out = window.placeChannels();
        for (int c = 0; c < in; c++) {
            double value = image[cell * in + c];
            int k = (weight * in + c) * out;
            for (int o = 0; o < out; o++) {
                kernel[k + o] += value * places[place * out + o];
            }
        }
    }
}
