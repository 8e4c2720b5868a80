/** What only the hidden class loader sees: the framework and its bundles. */
package org.fascicle.embedded.inside;
