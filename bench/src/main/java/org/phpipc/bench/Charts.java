package org.phpipc.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.AbstractRenderer;
import org.jfree.chart.renderer.category.BoxAndWhiskerRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.statistics.BoxAndWhiskerItem;
import org.jfree.data.statistics.DefaultBoxAndWhiskerCategoryDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Draws results as SVG: the ratios to C beside each other, and how the costs of a workload grow
 * with its argument.
 *
 * <p>Arguments: the results, and the folder of the charts.
 */
public final class Charts {
  private static final List<Growth> GROWTHS =
      List.of(
          new Growth("queue", "send + receive, raw, on one thread", "bytes"),
          new Growth("buffer", "send + receive, raw, in one MessageBuffer", "bytes"),
          new Growth("message", "msg_send + msg_receive of a string, serialized", "bytes"),
          new Growth("throughput", "a message of 64 bytes", "producers, and as many consumers"),
          new Growth("lookup", "shm_get_var", "variables"),
          new Growth("store", "shm_put_var", "variables"),
          new Growth("shmop", "shmop_read", "bytes"),
          new Growth("segment", "SharedSegment.read into one array", "bytes"));

  /** Told apart without seeing red and green. */
  private static final Map<String, Color> COLOURS =
      Map.of(
          Language.C, new Color(0x7f7f7f),
          Language.PHP, new Color(0xe69f00),
          Language.FOREIGN, new Color(0x0072b2),
          Language.JNA, new Color(0x56b4e9),
          Language.JNA_INTERFACE, new Color(0xcc79a7),
          Language.JNR_FFI, new Color(0x009e73));

  /** What grows, and with what. */
  private record Growth(String workload, String title, String argument) {}

  private Charts() {}

  /** Draws what there are figures for. */
  public static void main(String[] args) throws IOException {
    Results results = Results.load(Path.of(args[0]));
    Path folder = Path.of(args[1]);
    ChartFile.write(ratiosToC(results), folder.resolve("speed-ratios.svg"));
    for (Growth growth : GROWTHS) {
      List<CaseResult> cases = results.of(growth.workload());
      if (cases.size() > 1) {
        Path file = folder.resolve("speed-" + growth.workload() + ".svg");
        ChartFile.write(curves(growth, cases), file);
      }
    }
  }

  /** A box from quartile to quartile, a line for the median, whiskers to the lowest and highest. */
  private static JFreeChart ratiosToC(Results results) {
    DefaultBoxAndWhiskerCategoryDataset ratios = new DefaultBoxAndWhiskerCategoryDataset();
    for (CaseResult result : results.cases()) {
      for (String side : Language.DRAWN) {
        result.ratio(side, Language.C).ifPresent(r -> ratios.add(box(r), side, result.name()));
      }
    }
    BoxAndWhiskerRenderer boxes = new BoxAndWhiskerRenderer();
    boxes.setMeanVisible(false);
    boxes.setItemMargin(0);
    colour(boxes, ratios.getRowKeys());
    CategoryAxis cases = new CategoryAxis();
    cases.setCategoryLabelPositions(CategoryLabelPositions.UP_45);
    return new JFreeChart(
        "Time as a multiple of C's",
        new CategoryPlot(ratios, cases, doubling("ratio to C"), boxes));
  }

  private static BoxAndWhiskerItem box(Spread spread) {
    return new BoxAndWhiskerItem(
        null,
        spread.median(),
        spread.lowerQuartile(),
        spread.upperQuartile(),
        spread.lowest(),
        spread.highest(),
        null,
        null,
        List.of());
  }

  private static JFreeChart curves(Growth growth, List<CaseResult> cases) {
    List<String> sides = cases.get(0).sides().stream().map(SideResult::name).toList();
    XYSeriesCollection curves = new XYSeriesCollection();
    for (String side : sides) {
      XYSeries curve = new XYSeries(side);
      for (CaseResult result : cases) {
        Optional<SideResult> there = result.side(side);
        there.ifPresent(s -> curve.add(result.argument(), s.spread().median()));
      }
      curves.addSeries(curve);
    }
    XYLineAndShapeRenderer lines = new XYLineAndShapeRenderer();
    lines.setAutoPopulateSeriesStroke(false);
    lines.setDefaultStroke(new BasicStroke(2));
    colour(lines, sides);
    return new JFreeChart(
        growth.title(),
        new XYPlot(curves, doubling(growth.argument()), doubling("ns, median"), lines));
  }

  /** A side has the same colour in every chart. */
  private static void colour(AbstractRenderer renderer, List<?> sides) {
    renderer.setAutoPopulateSeriesPaint(false);
    for (int series = 0; series < sides.size(); series++) {
      renderer.setSeriesPaint(series, COLOURS.get(sides.get(series)));
    }
  }

  /** From line to line twice as much. */
  private static LogAxis doubling(String label) {
    DecimalFormat format =
        new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
    LogAxis axis = new LogAxis(label);
    axis.setBase(2);
    axis.setTickUnit(new NumberTickUnit(1));
    axis.setNumberFormatOverride(format);
    return axis;
  }
}
