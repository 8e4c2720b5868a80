/** Prediction: the graphs of a network alone, and programs that compute its outputs. */
package org.fascicle.core.inference;
