/** Finds the techniques that bundles provide, and answers who provides which. */
package org.fascicle.core.registry;
