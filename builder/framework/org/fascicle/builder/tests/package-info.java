/** Tests of models that are written in Java, in a framework. */
package org.fascicle.builder.tests;
