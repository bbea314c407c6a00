### 月通报：给督办看的一个月的数字，每个率都带分子和分母。

# $response 等三率写作“85.0%（17/20）”；$solution_all、$satisfaction_all 把没表态的也算进分母
bulletin =
    📊 { $month } 月通报 · { $name }
    新增 { $new } · 办结 { $resolved } · 结案 { $closed }
    💡 另有即答 { $at_once } 件，没答到转人工 { $passed_on } 件
    响应率 { $response }
    居民说没人联系 { $uncontacted } 件（问了 { $contact_asked } 件）
    按时办结率 { $punctuality }
    解决率 { $solution }，没表态也算进去 { $solution_all }
    部分解决 { $partly } 件，不算解决
    另有代问 { $called } 件，说解决的 { $well } 件，不进三率
    满意率 { $satisfaction }，没表态也算进去 { $satisfaction_all }
    没表态 { $silent } 件
    剔除 { $excluded } 件，不计入各率
    { $revisits }
    —— 解决率从低到高 ——
    { $areas }
    —— 主办单位，解决率从低到高 ——
    { $units }
    —— 反映较多的类别 ——
    { $categories }
    —— 反映较多的事项（堵点）——
    { $matters }
    —— 截至{ $at }超时没办结 { $overdue } 件，最久的在前 ——
    { $late }
    另有举报超时 { $hidden } 件，不在这里列出
# 手机上先看的几行，其余在「看全部数字」后面
bulletin-first =
    📊 { $month } 月通报 · { $name }
    新增 { $new } · 办结 { $resolved } · 结案 { $closed }
    按时办结率 { $punctuality }
    解决率 { $solution }
    满意率 { $satisfaction }
    没表态 { $silent } 件
    剔除 { $excluded } 件，不计入各率
    🔴 超时没办结 { $overdue } 件
    另有举报超时 { $hidden } 件，不在这里列出
    —— 解决率最低的 ——
    { $areas }
    —— 反映最多的 ——
    { $matters }
bulletin-first-area = { $name }：解决率 { $solution }
bulletin-picture = 📊 { $month } 月通报 · { $name }
bulletin-area =
    { $name }：按时办结率 { $punctuality }，解决率 { $solution }，满意率 { $satisfaction }
    · 抽查不一致 { $falsehood }
bulletin-unit =
    { $name }：响应率 { $response }，按时办结率 { $punctuality }，解决率 { $solution }，满意率 { $satisfaction }
    · 抽查不一致 { $falsehood }
bulletin-category =
    { $name }：{ $new } 件，按时办结率 { $punctuality }，解决率 { $solution }
    · 抽查不一致 { $falsehood }

# $drawn 抽中；$waiting 还没回访；$falsehood 与记录不一致，占联系上的
bulletin-revisits = 抽查回访：抽中 { $drawn } 件，还没回访 { $waiting } 件，与记录不一致 { $falsehood }

## 堵点：哪些事反映得多，在哪里，比上月多还是少

hotspots =
    🔎 { $month }月堵点 · { $name }
    { $lines }
hotspot-line = { $index }. { $name } { $new } 件（{ $trend }）：{ $places }；按时办结率 { $punctuality }，解决率 { $solution }
hotspot-first = { $index }. { $name } { $new } 件（{ $trend }），{ $where }最多
hotspot-place = { $name } { $new } 件（{ $trend }）
hotspot-trend = 上月 { $before } { $sign }
hotspot-running = 上月全月 { $before }
do-hotspots = 看堵点
do-hotspots-all = 看全部
do-bulletin-all = 看全部数字
do-bulletin = 看本月
