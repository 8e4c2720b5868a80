/** From the text of a model file to its specification, and from a specification to techniques. */
package org.fascicle.core.model;
