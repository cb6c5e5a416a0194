package org.phpipc.bench;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Rectangle;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.StandardChartTheme;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.ui.RectangleEdge;
import org.w3c.dom.DOMImplementation;
import org.w3c.dom.Document;

/** A chart as an SVG file; all have one look. */
final class ChartFile {
  private static final Dimension SIZE = new Dimension(900, 420);

  static {
    TextUtils.setUseDrawRotatedStringWorkaround(false); // it makes outlines of text
  }

  private ChartFile() {}

  static void write(JFreeChart chart, Path file) throws IOException {
    dress(chart);
    SVGGraphics2D graphics = new SVGGraphics2D(emptySvg());
    graphics.setSVGCanvasSize(SIZE);
    chart.draw(graphics, new Rectangle(SIZE));
    try (Writer out = Files.newBufferedWriter(file)) {
      graphics.stream(out, true);
    }
    System.out.println(file);
  }

  private static void dress(JFreeChart chart) {
    StandardChartTheme theme = new StandardChartTheme("phpipc");
    theme.setExtraLargeFont(font(Font.BOLD, 15));
    theme.setLargeFont(font(Font.PLAIN, 13));
    theme.setRegularFont(font(Font.PLAIN, 12));
    theme.setPlotBackgroundPaint(Color.WHITE);
    theme.setDomainGridlinePaint(Color.LIGHT_GRAY);
    theme.setRangeGridlinePaint(Color.LIGHT_GRAY);
    theme.setShadowVisible(false);
    theme.apply(chart);
    chart.getPlot().setOutlineVisible(false);
    chart.getLegend().setPosition(RectangleEdge.RIGHT);
    chart.getLegend().setFrame(BlockBorder.NONE);
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  private static Document emptySvg() {
    try {
      DOMImplementation dom =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().getDOMImplementation();
      return dom.createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every JDK can make an empty document", e);
    }
  }
}
