### 公示栏（/board）。页面上固定的字在 bot/web/static/board.html。

board-rest = 其他社区（合计）
board-too-few = 人数少，不显示
board-same-day = 当天办好
# $days 天数
board-took = 用了 { $days } 天
board-solved = 解决了
board-unsolved = 没有说解决
# $address 网址
board-link = 公示栏：{ $address }
board-off = 公示栏还没有开通。
