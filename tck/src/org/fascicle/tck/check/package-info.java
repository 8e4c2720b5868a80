/** What the conformance kit checks, one class each. */
package org.fascicle.tck.check;
