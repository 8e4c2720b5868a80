/** The conformance kit, run by a build. */
package org.fascicle.tck.junit;
